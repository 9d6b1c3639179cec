#version 330 core
// A rectangle around each segment of a line, or around a dot. See areas.vert for the two origins.
layout(location = 0) in vec4 segment;  // both ends, metres from the origin
uniform vec2 origin_high;  // from the view's centre, metres, as a sum of two floats
uniform vec2 origin_low;
uniform float pixels;      // to a metre
uniform vec2 half_size;    // of the map, pixels
uniform float reach;       // pixels, as far as anything of it is seen
flat out vec4 ends;        // pixels of the map
const float far = 8192.0;  // pixels; from further away a float does not tell pixels apart

/// The part of a-b in a square around the view's centre; b is where the clipping begins from the other side.
vec2 clipped(vec2 a, vec2 b) {
    vec2 way = b - a;
    float from = 0.0;
    for (int k = 0; k < 2; ++k) {
        if (a[k] < -far && way[k] > 0.0) from = max(from, (-far - a[k]) / way[k]);
        if (a[k] > far && way[k] < 0.0) from = max(from, (far - a[k]) / way[k]);
    }
    return a + way * min(from, 1.0);
}

void main() {
    vec2 a = ((segment.xy + origin_high) + origin_low) * vec2(pixels, -pixels);
    vec2 b = ((segment.zw + origin_high) + origin_low) * vec2(pixels, -pixels);
    if (max(max(abs(a.x), abs(a.y)), max(abs(b.x), abs(b.y))) > far) {
        vec2 other = b;
        b = clipped(b, a);
        a = clipped(a, other);
    }
    vec2 along = b - a;
    float size = length(along);
    along = size > 0.0 ? along / size : vec2(1.0, 0.0);
    vec2 across = vec2(-along.y, along.x);
    float end = (gl_VertexID & 1) == 0 ? -1.0 : 1.0;
    float side = (gl_VertexID & 2) == 0 ? -1.0 : 1.0;
    vec2 corner = (end < 0.0 ? a : b) + reach * (end * along + side * across);
    ends = vec4(a, b) + half_size.xyxy;
    gl_Position = vec4(corner / half_size, 0, 1);
}
