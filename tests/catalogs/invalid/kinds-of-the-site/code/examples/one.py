# ---
# title: One and one
# summary: Adds one and one and compares the sum with what somebody says that it is.
# teaches: [sums]
# duration: 5 min
# level: grade-1
# ---

# %%
print(1 + 1)
