@rem Windows starts no file by its first line.
@node "%~dp0shim.ts" %*
