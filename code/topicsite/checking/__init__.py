"""The rules between files, a module for each family, and the whole check of a project.

What one file can know by itself is found where it is read; here stand the rules that need several
files at once, such as that what is named exists. The check reads everything and applies all rules;
of a change it says what is wrong with that. It prints nothing, and knows neither pages nor the
command that asked.
"""
