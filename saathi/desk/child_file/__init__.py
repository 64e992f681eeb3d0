"""One child's file, in the order a worker needs it, and its access log."""
