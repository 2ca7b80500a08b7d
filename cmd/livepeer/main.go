// Command livepeer runs a node of the Livepeer network.
package main

func main() {}
