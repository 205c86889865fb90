"""Page layout of an official form: plain values, nothing is drawn."""
