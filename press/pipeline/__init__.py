"""The way through the house: read the sources, stage and verify every edition, publish all or nothing."""
