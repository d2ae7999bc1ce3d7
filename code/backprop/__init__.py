"""The teaching library: backpropagation in numpy, small enough to read."""
