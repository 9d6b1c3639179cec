#version 330 core
// How near a line or dot is. The nearest counts: GL_MAX is the blending.
flat in vec4 ends;
uniform float half_width;  // pixels, of the line; radius of a dot
uniform float range;       // pixels, from 0.5 to 0 or to 1
out float near;            // 0.5 at the edge, 1 deep inside, 0 far from it

void main() {
    vec2 way = ends.zw - ends.xy;
    vec2 from = gl_FragCoord.xy - ends.xy;
    float along = clamp(dot(from, way) / max(dot(way, way), 1e-12), 0.0, 1.0);
    near = 0.5 - (length(from - along * way) - half_width) / (2.0 * range);
}
