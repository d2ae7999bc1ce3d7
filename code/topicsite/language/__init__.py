"""What pages say, in the language of the site: messages, plural forms, numbers, days and lists.

The messages are in English where they stand, in templates, modules and scripts; what they are in
other languages is in `messages/`, a file of gettext for each. It knows how a language writes, and
nothing of what is written: no entry, no page, no HTML. The command line speaks English and needs
none of it.
"""
