"""退回, 受理, 撤销: what is asked, and what became of it."""
