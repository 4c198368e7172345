"""When reports fall due. Pure: no file is read and no clock asked; callers bring both."""
