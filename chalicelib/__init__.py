"""Tanggap's code: `api` speaks HTTP, `usecases` decide what happens, `domain` knows the rules, `store` knows DynamoDB, `wiring` joins them."""
