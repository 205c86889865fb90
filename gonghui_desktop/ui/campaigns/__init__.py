"""Campaigns: the menu 活动, adding one, carrying records over from an earlier one."""
