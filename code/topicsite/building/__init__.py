"""What a site is made of, by whichever door it leaves: for MkDocs, or as files for any host.

The catalog joined with what is known of it, the look that every site has, the generator's own
files, Python for the pages, written pages completed, redirects. A door hands in what its host
knows, such as the folder of pages and the palette, and takes out HTML, needs and bytes. It knows
no host, no command and no terminal.
"""
