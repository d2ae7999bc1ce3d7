"""Examples executed, and what they found compared with what the entries claim.

A kernel of this interpreter's own runs examples, and what they put out is kept; the table that an
example prints becomes verdicts on claims. It knows no page and no generator of pages.
"""
