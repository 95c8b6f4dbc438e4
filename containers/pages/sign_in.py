"""Signing in. Where to go afterwards (`next`) is taken only when it is a path of ours, which LoginView sees to."""

from django.contrib.auth.views import LoginView

from containers.access.sign_in import SignInForm


class SignIn(LoginView):
    """GET the form, POST name and password; who is signed in already goes on at once."""

    authentication_form = SignInForm
    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True
