#version 330 core
flat in uint id;
out uint drawn;

void main() { drawn = id; }
