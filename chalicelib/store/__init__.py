"""DynamoDB, and the only room that knows it: keys, rows, one named read per access pattern, transactional writes."""
