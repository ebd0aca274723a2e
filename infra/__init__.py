"""The deployment: what is created on AWS (`resources.json`, `../.chalice/`) and how the bundle is made. Never shipped."""
