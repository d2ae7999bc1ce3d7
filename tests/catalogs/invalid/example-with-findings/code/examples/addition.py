# ---
# title: An example
# summary: It computes the number that the entry states, and says whether both agree.
# teaches: [chain rule]
# duration: soon
# level: introductory
# follows: [nobody]
# ---
# %%
print(2 + 2)
