# ---
# title: An example
# summary: It computes the number that the entry states, and says whether both agree.
# teaches: [chain rule]
# duration: 5 min
# follows: [entry]
# level: introductory
# ---
# %%
print(2 + 2)

# %% tags=["exercise"]
# exercise: Double
# title: Twice as much
# task: Write a function that doubles a number.
#
# It takes *any* number.
# hint: What is `2 * 3`?
# hint: Return `2 * x`.
# solved: That is all
#   there is to it.
# start:
def double(x):
    return ...  # your turn


# wrong: squares
def double(x):
    return x * x


# wrong: adds two
def double(x):
    return x + 2


# solution:
def double(x):
    return 2x


# check:
assert double(3) == 6
