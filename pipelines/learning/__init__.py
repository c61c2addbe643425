"""What the captures of a site teach extraction: its layouts, learned on one part of them and tried on the other."""
