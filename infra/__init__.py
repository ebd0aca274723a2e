"""The deployment: what is created on AWS (`template/`, `../.chalice/`), how the bundle is made and put up. Never shipped."""
