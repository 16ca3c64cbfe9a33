"""Where the bytes of files lie: a local folder, or a bucket of whatever speaks S3."""
