#version 330 core
// Corners of areas, to the id pass. The map's pixels run downwards, as they do in every shader here: row 0 of the
// framebuffer is the upper one.
layout(location = 0) in vec2 corner;  // metres from the mesh's origin
layout(location = 1) in uint area;
uniform vec2 origin_high;  // of the mesh, from the view's centre, metres, as a sum of two floats
uniform vec2 origin_low;
uniform vec2 scale;
flat out uint id;

void main() {
    // In sight the first two nearly cancel, without loss; then the small part has room.
    gl_Position = vec4(((corner + origin_high) + origin_low) * scale, 0, 1);
    id = area + 1u;
}
