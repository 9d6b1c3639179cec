#version 330 core
// The areas, with what lies on them, and under them.
uniform sampler2D areas;  // alpha tells how much of what lies under them is hidden
uniform sampler2D over;   // colours multiplied by alpha
#ifdef UNDER
uniform sampler2D under;  // likewise
uniform vec4 ground;      // where there is nothing
#endif
out vec4 colour;

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec4 map = texelFetch(areas, pixel, 0);
    vec4 top = texelFetch(over, pixel, 0);
#ifdef UNDER
    vec4 low = texelFetch(under, pixel, 0);
    map.rgb = mix(low.rgb + ground.rgb * (1.0 - low.a), map.rgb, map.a);
#endif
    colour = vec4(map.rgb * (1.0 - top.a) + top.rgb, 1);
}
