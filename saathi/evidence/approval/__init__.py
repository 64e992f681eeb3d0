"""The common basis of requests, agreements and estimates: one person records, a second person decides."""
