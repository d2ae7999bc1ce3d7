# ---
# title: Beats in a bar
# summary: Counts the beats of a bar and compares them with what the score says of it.
# follows: [czerny-823]
# teaches: [five finger exercises]
# duration: 5 min
# level: grade-1
# ---

# %%
print(3 + 1)
