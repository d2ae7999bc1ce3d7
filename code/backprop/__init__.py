"""Backpropagation in NumPy, small enough to read.

In the order of reading:

    operation     what an operation is, and Python's operators for traced values
    operations    the table of operations with their rules
    tape          reverse mode: `Variable`, `gradient`, products with the Hessian
    forward       forward mode: dual numbers
    trace         a computation told step by step, as data
    graph         the same as tables, and as a drawing that plays
    expression    an expression that a reader types, traced; `refusals` says why not
    network       layers differentiated by hand: the four equations
    fast          the same network without a temporary array
    training      gradient descent, momentum, Adam
    gradcheck     is this gradient right?
    datasets      exclusive or, moons, circles, spirals, handwritten digits
    playground    a small network to watch while it learns
"""
