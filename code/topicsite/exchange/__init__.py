"""What people keep elsewhere becomes entries.

Each format has a module that turns a text into what was found in it, every item with its place,
and a note for whatever could not be read. What was found is joined with itself and with the
catalog, shaped to what an entry may say, and becomes the texts of files. Nothing here reads or
writes a file, asks the network, or makes up what a source does not say.
"""
