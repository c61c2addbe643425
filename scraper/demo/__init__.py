"""A small news site of our own writing, served on loopback, to try a crawl on and to test against."""
