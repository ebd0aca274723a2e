"""Behind the triggers: schedules as runs with a time limit, stream and queue records as batches that can fail in part."""
