"""`hub vectors FOLDER`: rules held against vectors that somebody else wrote, one adapter for each group."""
