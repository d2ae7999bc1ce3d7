"""Links: what is asked, what is made of the answers, and what is remembered."""
