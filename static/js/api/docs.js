// The API's description as a page one can try it on: requests go out with the session's CSRF token.
const place = document.getElementById("docs");

function csrfToken() {
  const cookie = document.cookie.split("; ").find((each) => each.startsWith("dockline_csrf="));
  return cookie ? cookie.split("=")[1] : "";
}

window.SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
  requestInterceptor(request) {
    request.headers["X-CSRFToken"] = csrfToken();
    return request;
  },
});
