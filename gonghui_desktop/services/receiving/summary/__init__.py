"""汇总: what was received, summed up."""
