"""What may be done, one verb a module: permission, then change, then audit, all in one transaction."""
