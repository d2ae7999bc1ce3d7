# ---
# title: "Refresher: a little Python"
# summary: >
#   As much Python as the programs of this topic use: names, lists, loops, functions, classes, and
#   NumPy's arrays. Ten minutes, every cell to be changed and run again.
# teaches: [Python]
# duration: 10 min
# level: introductory
# ---

# %% [markdown]
# The programs here are short, and they use a small part of Python. **Can you read them?** Go
# through the cells, say what each will print, and only then look.
#
# When you have worked through this page you can
#
# - follow a loop that adds something up, and a function that returns a function;
# - say when two names stand for the same list;
# - read a small class, such as that of a value that remembers where it came from.

# %% [markdown]
# ## May you skip this page?
#
# Five questions. All of them right: go back to the topic. Otherwise each answer says which part to
# read again, and the rest can wait.

# %% [markdown]
# ## Names, lists, loops
#
# `=` gives a value a name; it does not state that two things are equal. `+=` adds to what is there.

# %%
weights = [0.5, -1.0, 2.0]
inputs = [1.0, 2.0, 3.0]
total = 0.0
for weight, value in zip(weights, inputs, strict=True):
    total += weight * value
print(total)

# %% [markdown]
# `zip` goes through both lists at once. `enumerate` counts along, `range(3)` is 0, 1, 2, and
# `reversed` begins at the end, as a backward pass does. A list can be made in one line, too.

# %%
for place, weight in enumerate(weights):
    print(place, weight)
print([value**2 for value in inputs])
print(list(reversed(range(3))))
print(inputs[0], inputs[-1], inputs[1:])  # counted from 0; from the end; from the second on

# %% [markdown]
# ## Functions
#
# A function gets values and returns one. `lambda` is a function in one line, and functions can be
# handed over and returned like everything else.


# %%
def nudged(function, x, nudge=0.001):
    """How fast a function changes at x."""
    return (function(x + nudge) - function(x)) / nudge


def times(factor):
    return lambda x: factor * x


print(round(nudged(lambda x: x**2, 3.0), 3))
double = times(2.0)
print(double(21.0))

# %% [markdown]
# `nudge=0.001` is what holds if nobody says otherwise. `double` still knows its factor, although
# `times` is long done. Engines for derivatives live on that: each operation leaves behind a small
# function that knows how to go back.

# %% [markdown]
# ## Two names, one list
#
# What does the last line print?

# %%
first = [1.0, 2.0]
second = first
second.append(3.0)
print(first)

# %% [markdown]
# `second = first` copies nothing; it is a second name for the same list. With numbers you do not
# notice, because a number cannot be changed. With lists and arrays you do: write `list(first)` or
# `array.copy()` if you want a copy.

# %% [markdown]
# ## A class
#
# A class describes things that carry values and know what to do with them. `__init__` runs when one
# is made, `self` is the thing itself, and `__add__` is what `+` does.


# %%
class Value:
    def __init__(self, number, came_from=()):
        self.number = number
        self.came_from = came_from

    def __add__(self, other):
        return Value(self.number + other.number, (self, other))


three, four = Value(3.0), Value(4.0)
seven = three + four
print(seven.number, [part.number for part in seven.came_from])

# %% [markdown]
# You have just read the beginning of an automatic differentiation engine: values that remember what
# they were made from.

# %% [markdown]
# ## Arrays
#
# NumPy's arrays are lists of numbers that compute as a whole: `*` and `+` go entry by entry, `@` is
# the product of matrices, and there is hardly ever a loop.

# %%
import numpy as np

x = np.array([1.0, 2.0, 3.0])
print(x * 2 + 1, x.sum(), x.mean(), (x > 1.5))
table = np.zeros((2, 3))
table[1] = x  # the second row
table[:, 0] = 9.0  # the first column
print(table, table.shape)

# %% [markdown]
# What happens where a condition holds can be said in one line as well; here it is the function that
# many networks use to bend their sums.

# %%
z = np.array([-1.5, 0.0, 2.0])
print(np.maximum(z, 0.0), np.where(z > 0, 1.0, 0.0))

# %% [markdown]
# ## Try it yourself
#
# - Make the first cell compute the same total with `sum` and one line.
# - Give `Value` a method `__mul__`, and compute `three * four`. What should `came_from` be?
# - Set `y = x` and then `y[0] = 100.0`. What is `x`? And with `y = x.copy()`?
