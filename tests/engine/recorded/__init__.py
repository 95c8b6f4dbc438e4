"""What the docker CLI asked when it created containers: for each line its request's values, and the body or refusal."""
