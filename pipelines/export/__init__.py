"""What others can use: articles as tables, captures as WARC, CDXJ and WACZ, each with a manifest of where it came from."""
