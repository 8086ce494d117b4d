"""One module for each command of `evenhand outside`."""
