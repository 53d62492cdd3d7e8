"""Panels by lot: lotteries over panels that meet quotas, as fair to every volunteer as can be."""
