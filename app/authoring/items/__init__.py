"""Questions between drafts and the shared banks: put in, drawn, taken out, brought up to date.

What is put in is a copy with the reference of its version (``bank=bank/item@number``), so a
draft's files stay whole without any bank.
"""
