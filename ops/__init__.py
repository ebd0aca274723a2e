"""The operators' command line (`python -m ops --help`) and the reference data it puts into the store; never shipped to Lambda."""
