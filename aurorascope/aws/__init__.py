"""Sessions, retry, rate and price: what every AWS client of ours shares."""
