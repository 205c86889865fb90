"""The local database: plain values in, plain values out."""
