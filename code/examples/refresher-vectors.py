# ---
# title: "Refresher: vectors and matrices"
# summary: >
#   Shapes, the product of a matrix with a vector and with another matrix, the transpose, and the
#   two ways to multiply arrays. Ten minutes, with every number in sight.
# teaches: [vectors and matrices, matrix calculus]
# duration: 10 min
# level: introductory
# ---

# %% [markdown]
# A layer of a network is one line: a matrix times a vector, plus a vector. **What do you have to
# know to read that line, and to read it backward?**
#
# When you have worked through this page you can
#
# - say which products are possible, and what shape they have, before you compute;
# - multiply a matrix with a vector in two ways that give the same;
# - tell the product of matrices from the product entry by entry.

# %% [markdown]
# ## May you skip this page?
#
# Five questions. All of them right: go back to the topic. Otherwise each answer says which part to
# read again, and the rest can wait.

# %% [markdown]
# ## Shapes first
#
# A vector is a list of numbers, a matrix a table of them. Its *shape* is rows by columns. Most
# mistakes in programs for networks are mistakes of shape, so ask for it all the time.

# %%
import numpy as np

v = np.array([1.0, 2.0, 3.0])
m = np.array([[1.0, 0.0, 2.0], [-1.0, 3.0, 1.0]])
print("v", v.shape, "  m", m.shape)
print("second row of m:", m[1], "  third column:", m[:, 2])

# %% [markdown]
# ## A matrix times a vector
#
# `m @ v` takes each *row* of `m`, multiplies it with `v` number by number, and adds up. Two rows
# give two numbers. Compute the first one in your head before you look: 1 · 1 + 0 · 2 + 2 · 3.

# %%
print("m @ v            ", m @ v)
by_rows = [sum(entry * number for entry, number in zip(row, v, strict=True)) for row in m]
print("row by row       ", np.array(by_rows))
by_columns = m[:, 0] * v[0] + m[:, 1] * v[1] + m[:, 2] * v[2]
print("column by column ", by_columns)

# %% [markdown]
# Both readings are worth having. *By rows*: each neuron adds up its inputs, each with its weight.
# *By columns*: each input is spread over all neurons, with the weights of its column.
#
# The inner numbers have to agree: (2, **3**) times (**3**,) gives (2,). If they do not, NumPy
# refuses.

# %%
try:
    m @ np.array([1.0, 2.0])
except ValueError:
    print(m.shape, "times (2,) is refused: 3 is not 2")

# %% [markdown]
# ## The transpose
#
# `m.T` has rows and columns exchanged. Where `m` takes three numbers to two, `m.T` takes two to
# three. It does not undo what `m` did; it goes along the same arrows the other way.

# %%
print(m.T)
print("m.T has shape", m.T.shape, " m.T @ [10, 100] =", m.T @ np.array([10.0, 100.0]))

# %% [markdown]
# Check the first number: column 1 of `m` holds 1 and -1, so 1 · 10 + (-1) · 100 = -90. It collects
# over the rows what belongs to input 1. In a backward pass that is how an input learns from all the
# neurons that used it.

# %% [markdown]
# ## Matrix times matrix
#
# `a @ b` multiplies each row of `a` with each column of `b`. Shapes: (2, **3**) times (**3**, 4)
# gives (2, 4). The order matters, and a transpose turns it round: $(A B)^\top = B^\top A^\top$.

# %%
a = np.arange(6.0).reshape(2, 3)
b = np.arange(12.0).reshape(3, 4)
print("a @ b has shape", (a @ b).shape)
print("(a @ b).T equals b.T @ a.T:", np.array_equal((a @ b).T, b.T @ a.T))

# %% [markdown]
# ## Entry by entry is something else
#
# `*` multiplies numbers that stand in the same place; in formulas it is $\odot$. The shapes have to
# be the same, or one of the two is stretched to fit, which is called *broadcasting*.

# %%
print("v * v =", v * v, "  v @ v =", v @ v)
print(m * np.array([1.0, 10.0, 100.0]))  # each row of m, times the vector

# %% [markdown]
# Broadcasting is handy and dangerous: a column (2, 1) plus a row (2,) becomes a table (2, 2)
# without a word. When a loss looks odd, print the shapes.

# %%
column = np.array([[1.0], [2.0]])
row = np.array([10.0, 20.0])
print((column + row).shape)

# %% [markdown]
# ## A column times a row
#
# One product goes the other way: a column of 2 times a row of 3 gives a table of 2 by 3, each
# number of the one with each of the other. It is the *outer product*, and the gradient of a layer's
# weights is one.

# %%
print(np.outer([1.0, 10.0], [1.0, 2.0, 3.0]))

# %% [markdown]
# ## Try it yourself
#
# - `w` has shape (4, 3). What shape must `x` have for `w @ x + b`, and what shape has `b`?
# - Which of `a @ a`, `a @ a.T` and `a.T @ a` are possible for the `a` above? Say the shapes, then
#   run.
# - Why is `v.T` the same as `v` in NumPy? Ask both for their shape.
