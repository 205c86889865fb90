"""Strangers' documents of Word, Excel, WPS and LibreOffice: archive and XML, within bounds."""
