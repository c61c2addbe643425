"""The archive in front of people: a Datasette plugin, what it knows about our tables, and the server that `morgue serve` starts."""
